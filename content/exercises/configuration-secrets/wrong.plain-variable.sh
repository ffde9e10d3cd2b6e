# fails: credentials/not-in-the-template
# It works, and everybody who may read Deployments can read the password.
kubectl create secret generic orders-db -n shop --from-literal=username=orders --from-literal=password='4x$9!kiwi'
kubectl set env deployment/orders -n shop DB_USER=orders DB_PASSWORD='4x$9!kiwi'
kubectl rollout status deployment/orders -n shop --timeout=120s
sleep 35
