<?php
// php switch.php WORDPRESS THEME PERMALINKS: another look, other addresses ('' are plain ones: /?p=12).
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
}

if (realpath($argv[0]) === __FILE__) {
    $site = require $argv[1] . '/newskeep-site.php';
    $_SERVER['HTTP_HOST'] = parse_url($site['url'], PHP_URL_HOST) . ':' . parse_url($site['url'], PHP_URL_PORT);
    $_SERVER['REQUEST_URI'] = '/';
    require $argv[1] . '/wp-load.php';
    switch_to($argv[2], $argv[3]);
}
