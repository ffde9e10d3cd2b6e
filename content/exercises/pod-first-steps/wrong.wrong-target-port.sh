# fails: reach/answers, scale/four
# nginx does not listen where the Service sends; and three are not four.
kubectl create deployment web --image=nginx:1.26
kubectl expose deployment web --port=80 --target-port=8080
kubectl scale deployment web --replicas=3
kubectl rollout status deployment/web --timeout=120s
