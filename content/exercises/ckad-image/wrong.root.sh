# fails: build/user, build/from-file
# It serves, but as root.
cd /opt/work/image
sed -i -e 's/^COPY.*/COPY server.py ./' -e 's/sever.py/server.py/' Dockerfile
docker build -q -t @{app}:@{tag} .
