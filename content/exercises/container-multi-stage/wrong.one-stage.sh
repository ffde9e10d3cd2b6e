# fails: stages/no-tools
# A small base is not yet a clean one.
sed -i 's/^FROM python:3.12$/FROM python:3.12-alpine/' /root/site/Dockerfile
docker build -q -t controlplane:5000/site:1 /root/site
docker push -q controlplane:5000/site:1
