# fails: run/pushed, run/available
# The image lies on this machine; the nodes ask the registry.
printf 'FROM python:3.12 AS build\nCOPY build.py .\nRUN python build.py\nFROM nginx:1.27-alpine\nCOPY --from=build /out /usr/share/nginx/html\n' > /root/site/Dockerfile
docker build -q -t controlplane:5000/site:1 /root/site
kubectl create deployment site --image=controlplane:5000/site:1 --replicas=2
sleep 30
