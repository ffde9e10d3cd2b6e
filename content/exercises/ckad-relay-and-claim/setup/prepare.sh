mkdir -p /opt/work/claim /opt/lab
curl -sL https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.31/deploy/local-path-storage.yaml | kubectl apply -f -
kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true
kubectl create namespace @{namespace}
kubectl create namespace @{other}
kubectl create deployment rates -n @{other} --image=hashicorp/http-echo:1.0 -- /http-echo -listen=:8080 '-text=rate @{rate}'
kubectl expose deployment rates -n @{other} --port=8080
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: '@{relay}', namespace: '@{namespace}' }
data:
  default.conf: |
    server {
      listen @{fault.listen};
      location / {
        proxy_pass http://@{fault.upstream}:8080;
      }
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: '@{app}'
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              while true; do
                wget -q -T 2 -O - http://localhost:@{port}/ || echo no answer
                sleep 5
              done
YAML
cat > /opt/work/claim/@{job}.yaml <<'YAML'
apiVersion: batch/v1
kind: Job
metadata:
  name: @{job}
  namespace: @{namespace}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'echo "table of $(hostname)" > /out/table.txt']
          volumeMounts:
            - name: out
              mountPath: /out
      volumes:
        - name: out
          emptyDir: {}
YAML
chmod -R a+rwX /opt/work/claim
kubectl create -f /opt/work/claim/@{job}.yaml --dry-run=server -o json | jq -S '.spec.template.spec.containers[0].command' > /opt/lab/command.json
kubectl get deployment @{app} -n @{namespace} -o json | jq -S '.spec.template.spec.containers | map({name, image, command, volumeMounts})' > /opt/lab/containers.json
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/rates -n @{other} --timeout=120s
kubectl rollout status deployment/local-path-provisioner -n local-path-storage --timeout=120s
