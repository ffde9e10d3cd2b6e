# fails: build/user, build/from-file
# The user of one container says nothing of the image.
cd /opt/work/image
sed -i -e 's/^COPY.*/COPY server.py ./' -e 's/sever.py/server.py/' Dockerfile
docker build -q -t @{app}:@{tag} .
docker run -d --name @{app}-test -u @{uid} -p @{port}:8080 @{app}:@{tag}
sleep 3
docker logs @{app}-test > /opt/answers/image/log.txt
