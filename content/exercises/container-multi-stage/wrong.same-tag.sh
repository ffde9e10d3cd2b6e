# fails: nonroot/rolled-out
# Built and pushed under the tag that the nodes have already: they do not ask again.
sed -i 's/^USER app$/USER 10001/' /root/api/Dockerfile
docker build -q -t controlplane:5000/api:1 /root/api
docker push -q controlplane:5000/api:1
sleep 30
