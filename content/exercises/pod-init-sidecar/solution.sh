cat > /root/site.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  initContainers:
    - name: page
      image: busybox:1.36
      command: [sh, -c, "echo 'built by init' > /work/index.html"]
      volumeMounts:
        - name: html
          mountPath: /work
  containers:
    - name: web
      image: nginx:1.27
      volumeMounts:
        - name: html
          mountPath: /usr/share/nginx/html
  volumes:
    - name: html
      emptyDir: {}
YAML
kubectl apply -f /root/site.yaml

kubectl patch deployment api --namespace=shop --patch '
spec:
  template:
    spec:
      volumes:
        - name: logs
          emptyDir: {}
      initContainers:
        - name: log-shipper
          image: busybox:1.36
          restartPolicy: Always
          command: [tail, -n, "+1", -F, /var/log/api/orders.log]
          volumeMounts:
            - name: logs
              mountPath: /var/log/api
      containers:
        - name: api
          volumeMounts:
            - name: logs
              mountPath: /var/log/api
'

kubectl delete job nightly --namespace=batch
cat <<'YAML' | kubectl apply -f -
apiVersion: batch/v1
kind: Job
metadata:
  name: nightly
  namespace: batch
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: proxy
          image: hashicorp/http-echo:1.0
          args: ["-listen=:8080", "-text=proxy is here"]
          restartPolicy: Always
      containers:
        - name: report
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              until wget -qO- http://localhost:8080/; do echo waiting for proxy; sleep 2; done
              echo report sent
YAML

kubectl patch deployment front --namespace=library --patch '
spec:
  template:
    spec:
      initContainers:
        - name: wait-for-db
          env:
            - name: DB_PORT
              value: "6379"
'

kubectl wait --for=condition=Ready pod/site --timeout=120s
kubectl rollout status deployment/api --namespace=shop --timeout=120s
kubectl rollout status deployment/front --namespace=library --timeout=120s
kubectl wait --namespace=batch --for=condition=Complete job/nightly --timeout=180s
sleep 10
