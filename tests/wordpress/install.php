<?php
// php install.php WORDPRESS CONTENT.json: installs WordPress in that folder's database and fills it.
define('WP_INSTALLING', true);
$site = require $argv[1] . '/newskeep-site.php';
$_SERVER['HTTP_HOST'] = parse_url($site['url'], PHP_URL_HOST) . ':' . parse_url($site['url'], PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . "wp-admin/includes/upgrade.php";
require_once ABSPATH . "wp-admin/includes/image.php";
$content = json_decode(file_get_contents($argv[2]), true, 512, JSON_THROW_ON_ERROR);

function wp_mail_never() { return true; }
add_filter('pre_wp_mail', 'wp_mail_never');
wp_install($content['name'], 'admin', 'admin@demo.invalid', true, '', 'not a secret');
update_option('blogdescription', $content['tagline']);
update_option('timezone_string', $content['timezone']);
update_option('posts_per_page', 10);
wp_set_current_user(1);
kses_remove_filters();

$users = [];
foreach ($content['authors'] as $login => $name) {
    $users[$login] = wp_insert_user(['user_login' => $login, 'user_pass' => 'not a secret', 'display_name' => $name, 'user_email' => "$login@demo.invalid", 'role' => 'author']);
}
$categories = [];
foreach ($content['categories'] as $slug => $name) {
    $categories[$slug] = wp_insert_term($name, 'category', ['slug' => $slug])['term_id'];
}

function picture(int $parent, string $name, string $caption): int
{
    $image = imagecreatetruecolor(800, 500);
    imagefill($image, 0, 0, imagecolorallocate($image, crc32($name) & 255, 120, 140));
    $file = wp_upload_dir()['path'] . "/$name.jpg";
    imagejpeg($image, $file, 60);
    $id = wp_insert_attachment(['post_title' => $name, 'post_excerpt' => $caption, 'post_mime_type' => 'image/jpeg', 'post_status' => 'inherit'], $file, $parent);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
    return $id;
}

foreach ($content['posts'] as $post) {
    $id = wp_insert_post([
        'post_type' => $post['type'],
        'post_title' => $post['title'],
        'post_name' => $post['slug'],
        'post_content' => str_replace($content['base'], $site['url'], $post['content']),
        'post_excerpt' => $post['excerpt'],
        'post_status' => $post['status'],
        'post_password' => $post['password'],
        'post_author' => $users[$post['author']] ?? 1,
        'post_date' => $post['date'],
        'post_category' => isset($categories[$post['category']]) ? [$categories[$post['category']]] : [],
        'tags_input' => $post['tags'],
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, "{$post['slug']}: {$id->get_error_message()}\n");
        exit(1);
    }
    if ($post['picture']) {
        set_post_thumbnail($id, picture($id, $post['picture'], $post['caption']));
    }
    if ($post['gallery']) {
        $pictures = array_map(fn ($name) => picture($id, $name, ''), $post['gallery']);
        wp_update_post(['ID' => $id, 'post_content' => '[gallery ids="' . implode(',', $pictures) . '"]']);
    }
    if ($post['sticky']) {
        stick_post($id);
    }
    foreach ($post['comments'] as $comment) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => $comment['author'], 'comment_content' => $comment['text'], 'comment_approved' => 1]);
    }
}
require __DIR__ . '/switch.php';
switch_to($content['theme'], $content['permalinks']);
