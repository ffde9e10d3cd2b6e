kubectl set env deployment/web -n front API_URL=http://api.shop/

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: db
  namespace: data
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - name: redis
      port: 6379
YAML

kubectl patch daemonset agent -n ops -p '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirstWithHostNet"}}}}'

kubectl get configmap coredns -n kube-system -o jsonpath='{.data.Corefile}' > Corefile
sed -i 's|forward . 192.0.2.53|forward . /etc/resolv.conf|' Corefile
cat >> Corefile <<'CONF'
corp.internal:53 {
    errors
    cache 30
    forward . 10.96.0.53
}
CONF
kubectl create configmap coredns -n kube-system --from-file=Corefile --dry-run=client -o yaml | kubectl replace -f -
kubectl rollout restart deployment/coredns -n kube-system

kubectl rollout status deployment/coredns -n kube-system --timeout=180s
kubectl rollout status deployment/web -n front --timeout=180s
kubectl rollout status daemonset/agent -n ops --timeout=180s
sleep 15
