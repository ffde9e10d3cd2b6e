cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ConfigMap
metadata:
  name: @{relay}
  namespace: @{namespace}
data:
  default.conf: |
    server {
      listen @{port};
      location / {
        proxy_pass http://rates.@{other}:8080;
      }
    }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{claim}
  namespace: @{namespace}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: @{size}
YAML
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      initContainers:
        - name: @{relay}
          image: nginx:1.27
          restartPolicy: Always
          startupProbe:
            tcpSocket:
              port: @{port}
          volumeMounts:
            - name: conf
              mountPath: /etc/nginx/conf.d
      volumes:
        - name: conf
          configMap:
            name: @{relay}
'
sed -i 's/^          emptyDir: {}$/          persistentVolumeClaim: { claimName: @{claim} }/' /opt/work/claim/@{job}.yaml
kubectl apply -f /opt/work/claim/@{job}.yaml
kubectl wait -n @{namespace} --for=condition=complete job/@{job} --timeout=120s
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: @{reader}
  namespace: @{namespace}
spec:
  containers:
    - name: web
      image: nginx:1.27
      volumeMounts:
        - name: in
          mountPath: /usr/share/nginx/html
          readOnly: true
  volumes:
    - name: in
      persistentVolumeClaim:
        claimName: @{claim}
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl wait -n @{namespace} --for=condition=Ready pod/@{reader} --timeout=120s
sleep 5
