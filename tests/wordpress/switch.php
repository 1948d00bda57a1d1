<?php
// php switch.php WORDPRESS THEME PERMALINKS: another look, other addresses ('' are plain ones: /?p=12).
// Leaves beside WORDPRESS the file truth.json: every article that a crawl has to find, with its address.
function switch_to(string $theme, string $permalinks): void
{
    global $wp_rewrite;
    if (!wp_get_theme($theme)->exists()) {
        fwrite(STDERR, "no theme $theme\n");
        exit(2);
    }
    switch_theme($theme);
    $wp_rewrite->set_permalink_structure($permalinks);
    flush_rewrite_rules(false);
    write_truth(dirname(rtrim(ABSPATH, '/')) . '/truth.json');
}

function write_truth(string $file): void
{
    $articles = [];
    foreach (get_posts(['numberposts' => -1, 'post_status' => 'publish', 'has_password' => false]) as $post) {
        if (has_shortcode($post->post_content, 'gallery')) {
            continue; // pictures without a text
        }
        $articles[] = [
            'url' => get_permalink($post),
            'slug' => urldecode($post->post_name),
            'title' => html_entity_decode(get_the_title($post), ENT_QUOTES | ENT_HTML5, 'UTF-8'),
            'author' => get_the_author_meta('display_name', (int) $post->post_author),
            'date' => get_post_time(DATE_RFC3339, false, $post),
            'content' => $post->post_content,
        ];
    }
    file_put_contents($file, json_encode($articles, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
}

if (realpath($argv[0]) === __FILE__) {
    $site = require $argv[1] . '/newskeep-site.php';
    $_SERVER['HTTP_HOST'] = parse_url($site['url'], PHP_URL_HOST) . ':' . parse_url($site['url'], PHP_URL_PORT);
    $_SERVER['REQUEST_URI'] = '/';
    require $argv[1] . '/wp-load.php';
    switch_to($argv[2], $argv[3]);
}
