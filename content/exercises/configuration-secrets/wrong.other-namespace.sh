# fails: private-image/runs, private-image/others-too
# A Pod finds Secrets in its own namespace only.
kubectl create secret docker-registry registry --docker-server=registry.example.com --docker-username=student --docker-password=kubedrill
kubectl patch serviceaccount default -n private -p '{"imagePullSecrets":[{"name":"registry"}]}'
kubectl rollout restart deployment/store -n private
sleep 40
