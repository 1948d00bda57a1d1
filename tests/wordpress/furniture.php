<?php
// A plugin of the test installation: around every article, what is another at every visit, as on a real site.
add_filter('the_content', function (string $content): string {
    if (!is_singular('post') || !in_the_loop()) {
        return $content;
    }
    $views = 1 + (int) get_option('newskeep_views', 1000);
    update_option('newskeep_views', $views);
    $advertisement = "<div class='widget_media_image advertisement'><p>Advertisement number $views: lamps, half price until Sunday.</p></div>";
    // As the plugin Post Views Counter writes it.
    $counter = "<div class='post-views content-post entry-meta'><span class='post-views-label'>Post Views:</span> <span class='post-views-count'>$views</span></div>";
    return $advertisement . $content . $counter;
}, 100);
