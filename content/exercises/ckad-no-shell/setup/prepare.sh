mkdir -p /opt/lab
install -d -m 0777 /opt/answers/shell
kubectl create namespace @{namespace}
kubectl create secret generic @{bare}-text -n @{namespace} --from-literal=text='@{answer}'
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: '@{set}', namespace: '@{namespace}' }
spec:
  replicas: 4
  serviceName: '@{set}'
  podManagementPolicy: Parallel
  selector: { matchLabels: { app: '@{set}' } }
  template:
    metadata: { labels: { app: '@{set}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: reader
          image: busybox:1.36
          command: [sh, -c, 'for i in $(seq 30); do echo "reading $i of $HOSTNAME"; done; exec sleep 1000000']
        - name: '@{side}'
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              for i in $(seq 60); do
                echo "batch $i of $HOSTNAME is sent"
                if [ $i = 41 ] && [ ${HOSTNAME##*-} = @{where.number} ]; then echo "batch $i: @{word}"; fi
              done
              exec sleep 1000000
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{ name: work, emptyDir: {} }]
      containers:
        - name: main
          image: busybox:1.36
          terminationMessagePath: /tmp/last-words
          command: [sh, -c, 'if @{fault.test}; then echo "@{fault.say}" > /tmp/last-words; exit 4; fi; exec sleep 1000000']
---
apiVersion: v1
kind: Pod
metadata: { name: '@{bare}', namespace: '@{namespace}' }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: web
      image: hashicorp/http-echo:1.0
      args: ['-listen=127.0.0.1:@{port}', '-text=$(TEXT)']
      env: [{ name: TEXT, valueFrom: { secretKeyRef: { name: '@{bare}-text', key: text } } }]
YAML
kubectl rollout status statefulset/@{set} -n @{namespace} --timeout=60s
kubectl wait -n @{namespace} --for=condition=Ready pod/@{bare} --timeout=60s
kubectl get pod @{bare} -n @{namespace} -o json | jq -S -c '[.spec.containers[] | .name, .image, .args, .env]' > /opt/lab/bare.txt
kubectl get deployment @{app} -n @{namespace} -o json | jq -S -c '[.spec.replicas, (.spec.template.spec.containers[] | .image, .command, .args, .terminationMessagePath)]' > /opt/lab/program.txt
sleep 20
