for ns in shop pay site gitops; do kubectl create namespace $ns; done
kubectl apply -f /root/repo -f /tmp/promo.yaml -f /tmp/stock.yaml
kubectl create configmap repository -n gitops --from-file=/tmp/site
kubectl apply --server-side --field-manager=gitops -f /root/pay/api.yaml
kubectl rollout status deployment/web -n shop --timeout=120s
# The night: hands at the cluster.
kubectl set image deployment/web web=nginx:1.26 -n shop
kubectl set env deployment/web LOG_LEVEL=debug -n shop
kubectl patch service web -n shop -p '{"spec":{"ports":[{"port":80,"targetPort":8080}]}}'
kubectl scale deployment/api --replicas=4 -n pay
kubectl set image deployment/api api=nginx:1.26 -n pay
kubectl rollout status deployment/web -n shop --timeout=120s
kubectl rollout status deployment/api -n pay --timeout=120s
rm -rf /tmp/promo.yaml /tmp/stock.yaml /tmp/site
