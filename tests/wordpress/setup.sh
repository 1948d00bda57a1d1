#!/usr/bin/env bash
# Installs a real WordPress on loopback, fills it and leaves it running. Nothing leaves FOLDER, nothing is fetched.
#
#   tests/wordpress/setup.sh [FOLDER [HOST:PORT [CONTENT]]]      default: /tmp/newskeep-wordpress 127.0.0.31:8931
#
# CONTENT is a file such as content.py prints; without one the installation gets what content.py prints.
#
# Wants Debian's packages wordpress, wordpress-theme-twentytwentyone, wordpress-theme-twentytwentytwo,
# wordpress-theme-twentytwentythree, mariadb-server, php-cli, php-mysql, php-gd, php-mbstring, php-xml.
# Stop it with FOLDER/stop.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-/tmp/newskeep-wordpress}
host=${2:-127.0.0.31:8931}
python=${PYTHON:-python3}

for command in php mariadbd mariadb-install-db mariadb; do
    command -v "$command" >/dev/null || { echo "no $command: install the packages named in $0" >&2; exit 2; }
done
[ -d /usr/share/wordpress/wp-includes ] || { echo "no /usr/share/wordpress: install the package wordpress" >&2; exit 2; }
if [ -e "$folder" ]; then
    echo "$folder is there already: stop what runs in it ($folder/stop) and remove it first" >&2
    exit 2
fi

if (exec 3<>"/dev/tcp/${host%:*}/${host#*:}") 2>/dev/null; then
    echo "something answers at $host already" >&2
    exit 2
fi

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cp -rL /usr/share/wordpress "$folder/wordpress"
mkdir -p "$folder/wordpress/wp-content/uploads" "$folder/wordpress/wp-content/mu-plugins"
cp "$here/furniture.php" "$folder/wordpress/wp-content/mu-plugins/"
cp "$here/wp-config.php" "$folder/wordpress/wp-config.php"
printf '<?php return ["socket" => "%s/db.sock", "url" => "http://%s"];\n' "$folder" "$host" >"$folder/wordpress/newskeep-site.php"

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$folder/db" --auth-root-authentication-method=normal >"$folder/db.log" 2>&1
nohup mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/db" --socket="$folder/db.sock" --skip-networking \
    --innodb-buffer-pool-size=64M --pid-file="$folder/db.pid" >>"$folder/db.log" 2>&1 </dev/null &
for _ in $(seq 100); do
    mariadb --no-defaults --socket="$folder/db.sock" --user=root -e 'CREATE DATABASE IF NOT EXISTS wordpress' 2>/dev/null && break
    sleep 0.2
done

if [ -n "${3:-}" ]; then
    cp "$3" "$folder/content.json"
else
    PYTHONPATH="$here/../.." "$python" "$here/content.py" >"$folder/content.json"
fi
php "$here/install.php" "$folder/wordpress" "$folder/content.json"

# A session of its own: its workers outlive the first process, so all are stopped as a group.
PHP_CLI_SERVER_WORKERS=3 setsid nohup php -S "$host" -t "$folder/wordpress" "$here/router.php" >"$folder/php.log" 2>&1 </dev/null &
echo $! >"$folder/php.pid"
printf '#!/bin/sh\nkill -- "-$(cat "%s/php.pid")"\nkill "$(cat "%s/db.pid")"\n' "$folder" "$folder" >"$folder/stop"
chmod +x "$folder/stop"
for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/${host%:*}/${host#*:}") 2>/dev/null && break
    sleep 0.1
done
echo "http://$host" >"$folder/url"
echo "http://$host/"
