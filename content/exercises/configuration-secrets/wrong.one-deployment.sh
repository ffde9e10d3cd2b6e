# fails: private-image/others-too
# The Deployment can pull now, but nobody else in the namespace.
kubectl create secret docker-registry registry -n private --docker-server=registry.example.com --docker-username=student --docker-password=kubedrill
kubectl patch deployment store -n private -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"registry"}]}}}}'
kubectl rollout status deployment/store -n private --timeout=120s
