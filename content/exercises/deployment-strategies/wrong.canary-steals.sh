# fails: canary/canary, canary/behind-one-service
# Another app label keeps the canary out of the Service.
kubectl scale deployment search -n store --replicas=4
kubectl create deployment search-canary -n store --image=gcr.io/google-samples/hello-app:2.0
kubectl rollout status deployment/search-canary -n store --timeout=180s
