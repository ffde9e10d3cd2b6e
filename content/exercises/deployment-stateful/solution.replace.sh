# Objects taken from the cluster, changed and replaced; a headless Service made by `create service`; a toleration for everything.
kubectl create service clusterip ring -n data --clusterip=None --tcp=80:80
kubectl get statefulset cache -n data -o yaml | sed -e 's/cache/ring/g' -e 's/replicas: 4/replicas: 3/' -e 's/nginx:1.26/nginx:1.27/' \
  -e '/resourceVersion:/d' -e '/uid:/d' -e '/creationTimestamp:/d' | kubectl create -f -

kubectl create service clusterip ledger -n legacy --clusterip=None --tcp=80:80

kubectl get statefulset wiki -n wiki -o json | jq '
  del(.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .status)
  | .spec.template.spec.containers[0].volumeMounts = [{name: "html", mountPath: "/usr/share/nginx/html"}]
  | .spec.volumeClaimTemplates = [{metadata: {name: "html"}, spec: {accessModes: ["ReadWriteOnce"], storageClassName: "local-path", resources: {requests: {storage: "1Gi"}}}}]
' > wiki.json
kubectl replace --force -f wiki.json

kubectl get statefulset cache -n data -o yaml | sed -e 's/nginx:1.26/nginx:1.27/' -e 's/partition: 0/partition: 2/' | kubectl apply -f -

kubectl patch daemonset log-agent -n infra --type=json -p '[{"op":"add","path":"/spec/template/spec/tolerations","value":[{"operator":"Exists"}]}]'
kubectl rollout status statefulset/ring -n data --timeout=180s
kubectl rollout status statefulset/wiki -n wiki --timeout=180s
kubectl rollout status daemonset/log-agent -n infra --timeout=180s
sleep 40
