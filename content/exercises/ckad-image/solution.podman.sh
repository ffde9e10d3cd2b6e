cd /opt/work/image
sed -i -e 's/^COPY.*/COPY server.py ./' -e 's/sever.py/server.py/' -e '/^EXPOSE/i RUN useradd -u @{uid} runner\nUSER runner' Dockerfile
podman build -q -t @{app}:@{tag} .
podman save --format oci-archive -o /opt/answers/image/@{app}.tar @{app}:@{tag}
podman run -d --name @{app}-test -p @{port}:8080 @{app}:@{tag}
sleep 3
podman logs @{app}-test > /opt/answers/image/log.txt 2>&1
