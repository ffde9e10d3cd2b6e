# fails: serve/answers
kubectl scale deployment web --replicas=5
kubectl expose deployment web --port=80 --target-port=8080
kubectl rollout status deployment/web --timeout=180s
