# fails: owner/owns-image, owner/whole
# Both fields are left to the others: no conflict, and no image any more.
sed -i -e '/replicas: 2/d' -e '/image:/d' /root/pay/api.yaml
kubectl set image deployment/api api=nginx:1.27 -n pay
kubectl rollout status deployment/api -n pay --timeout=120s
