# fails: other-namespace/ready, other-namespace/answer
# The Service's name comes first.
kubectl set env deployment/web -n front API_URL=http://shop.api/
sleep 30
