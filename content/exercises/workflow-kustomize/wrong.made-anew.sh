# fails: staging/same, staging/debug
# Deleting the Deployment gets round the immutable selector, and takes the Pods with it; the patch still finds nothing.
kubectl delete deployment front-staging -n staging
kubectl apply -k /root/app/overlays/staging
sleep 20
