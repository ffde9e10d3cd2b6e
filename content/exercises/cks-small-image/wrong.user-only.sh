# fails: image/small, image/no-secret, image/no-tools, image/from-file
# No root any more, but all else is as it was.
echo 'USER @{uid}' >> /opt/work/image/Dockerfile
docker build -q -t @{app}:2 /opt/work/image
