kubectl create configmap api-config -n shop --from-literal=MODE=fast --from-literal=LOG_LEVEL=debug
kubectl set env deployment/api -n shop --from=configmap/api-config
kubectl patch deployment api -n shop --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/env"},{"op":"add","path":"/spec/template/spec/containers/0/envFrom","value":[{"configMapRef":{"name":"api-config"}}]}]'

kubectl create configmap page -n web --from-file=/root/index.html
kubectl patch deployment site -n web -p '
spec:
  template:
    spec:
      containers:
        - name: nginx
          volumeMounts:
            - name: page
              mountPath: /usr/share/nginx/html
      volumes:
        - name: page
          configMap:
            name: page
'

kubectl create configmap status -n web --from-file=/root/status.conf
kubectl patch deployment proxy -n web -p '
spec:
  template:
    spec:
      containers:
        - name: nginx
          volumeMounts:
            - name: status
              mountPath: /etc/nginx/conf.d/status.conf
              subPath: status.conf
      volumes:
        - name: status
          configMap:
            name: status
'

kubectl patch deployment worker -n jobs --type=json -p '[
  {"op": "replace", "path": "/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/key", "value": "level"},
  {"op": "replace", "path": "/spec/template/spec/volumes/0/configMap/name", "value": "worker-rules-v2"}
]'
for each in shop/api web/site web/proxy jobs/worker; do
  kubectl rollout status deployment/${each#*/} -n ${each%/*} --timeout=180s
done
sleep 35
