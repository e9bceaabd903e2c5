#!/bin/sh
# Before nginx: the hooks (*.envsh is sourced, *.sh is run), then the templates.
set -e
if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
	for hook in /docker-entrypoint.d/*; do
		[ -x "$hook" ] || continue
		case "$hook" in
		*.envsh) . "$hook" ;;
		*.sh) "$hook" ;;
		esac
	done
	for template in /etc/nginx/templates/*.template; do
		[ -f "$template" ] || continue
		perl -pe 's/\$\{(\w+)\}/exists $ENV{$1} ? $ENV{$1} : $&/ge' "$template" \
			>"/etc/nginx/conf.d/$(basename "$template" .template)"
	done
fi
exec "$@"
