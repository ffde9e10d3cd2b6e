# fails: archive/oci
# `export` writes the file system of a container: no image, no command, no name.
cd /opt/work/image
sed -i -e 's/^COPY.*/COPY server.py ./' -e 's/sever.py/server.py/' -e '/^EXPOSE/i USER @{uid}' Dockerfile
docker build -q -t @{app}:@{tag} .
docker run -d --name @{app}-test -p @{port}:8080 @{app}:@{tag}
docker export -o /opt/answers/image/@{app}.tar @{app}-test
