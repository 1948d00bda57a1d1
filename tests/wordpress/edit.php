<?php
// php edit.php WORDPRESS: edits posts as their authors would, by the list of changes on standard input, JSON:
// [{"slug": "harbour-reopens", "set": {"post_title": "…"}}]. A slug that is null makes a new post; besides the fields of
// wp_update_post a change may hold "do": trash, untrash, comment. Writes truth.json anew.
require __DIR__ . '/switch.php';
$site = require $argv[1] . '/newskeep-site.php';
$_SERVER['HTTP_HOST'] = parse_url($site['url'], PHP_URL_HOST) . ':' . parse_url($site['url'], PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
wp_set_current_user(1);

function post_of(string $slug): int
{
    // A post in the trash has "__trashed" behind its slug.
    foreach ([$slug, $slug . '__trashed'] as $name) {
        $found = get_posts(['name' => $name, 'post_type' => 'post', 'post_status' => ['publish', 'draft', 'trash']]);
        if ($found) {
            return $found[0]->ID;
        }
    }
    fwrite(STDERR, "no post $slug\n");
    exit(1);
}

foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $change) {
    $fields = $change['set'] ?? [];
    if (isset($fields['post_author'])) {
        $fields['post_author'] = get_user_by('login', $fields['post_author'])->ID;
    }
    if (isset($fields['post_date'])) {
        $fields += ['edit_date' => true, 'post_date_gmt' => get_gmt_from_date($fields['post_date'])];
    }
    if ($change['slug'] === null) {
        $done = wp_insert_post($fields + ['post_status' => 'publish'], true);
    } else {
        $id = post_of($change['slug']);
        $done = match ($change['do'] ?? 'update') {
            'update' => wp_update_post(['ID' => $id] + $fields, true),
            'trash' => wp_trash_post($id),
            'untrash' => wp_untrash_post($id) && wp_publish($id),
            'comment' => wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => 'A reader', 'comment_content' => 'I saw it, too.', 'comment_approved' => 1]),
        };
    }
    if (!$done || is_wp_error($done)) {
        fwrite(STDERR, json_encode($change) . ' failed' . (is_wp_error($done) ? ": {$done->get_error_message()}" : '') . "\n");
        exit(1);
    }
}
write_truth(dirname(rtrim(ABSPATH, '/')) . '/truth.json');

function wp_publish(int $id): int
{
    return wp_update_post(['ID' => $id, 'post_status' => 'publish']);
}
