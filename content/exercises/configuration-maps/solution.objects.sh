# ConfigMaps from manifests; a projected volume; what worker wants is made instead of changing worker.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ConfigMap
metadata: { name: api-config, namespace: shop }
data: { MODE: fast, LOG_LEVEL: debug }
YAML
kubectl patch deployment api -n shop --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/envFrom","value":[{"configMapRef":{"name":"api-config"}}]}]'

kubectl create configmap page -n web --from-file=index.html=/root/index.html
kubectl patch deployment site -n web -p '{"spec":{"template":{"spec":{"volumes":[{"name":"html","projected":{"sources":[{"configMap":{"name":"page"}}]}}],"containers":[{"name":"nginx","volumeMounts":[{"name":"html","mountPath":"/usr/share/nginx/html","readOnly":true}]}]}}}}'

kubectl create configmap nginx-status -n web --from-file=/root/status.conf
kubectl patch deployment proxy -n web -p '{"spec":{"template":{"spec":{"volumes":[{"name":"conf","configMap":{"name":"nginx-status"}}],"containers":[{"name":"nginx","volumeMounts":[{"name":"conf","mountPath":"/etc/nginx/conf.d/status.conf","subPath":"status.conf"}]}]}}}}'

kubectl patch configmap worker-settings -n jobs -p '{"data":{"LEVEL":"info"}}'
kubectl get configmap worker-rules-v2 -n jobs -o yaml | sed -e 's/worker-rules-v2/worker-rules/' -e '/uid:/d' -e '/resourceVersion:/d' | kubectl apply -f -
for each in shop/api web/site web/proxy jobs/worker; do
  kubectl rollout status deployment/${each#*/} -n ${each%/*} --timeout=240s
done
sleep 35
