kubectl create namespace warehouse
kubectl create deployment orders -n warehouse --image=nginx:1.27 --replicas=1
kubectl rollout status deployment/orders -n warehouse --timeout=120s
kubectl patch deployment orders -n warehouse --type=merge -p '{"spec":{"replicas":3}}' --field-manager=night-batch
kubectl set env deployment/orders -n warehouse MODE=fast --field-manager=release-bot
kubectl rollout status deployment/orders -n warehouse --timeout=120s
sleep 10
