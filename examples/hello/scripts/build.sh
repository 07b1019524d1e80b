#!/bin/sh
# app.build: pack app/ so that the same sources give the same package.
. scripts/lib.sh
mkdir -p packages
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf packages/new.tar app
content=$(digest packages/new.tar)
mv packages/new.tar "packages/${content#sha256:}.tar"
ln -sf "${content#sha256:}.tar" packages/latest.tar
echo "packed $content"
give content "$content"
