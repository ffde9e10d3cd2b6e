mkdir -p /opt/answers/crash /opt/lab
chmod 777 /opt/answers/crash
kubectl create namespace @{namespace}
kubectl create configmap @{app}-settings -n @{namespace} --from-literal=rate=12 --from-literal=rates.txt='standard 12'
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: python:3.12-slim
          command:
            - python
            - -c
            - |
              import os, time
              tables = "x" * 24000000
              with open(os.environ["TABLE"]) as table:
                  text = table.read().strip()
              print(f"rate {os.environ['RATE']}, {text}", flush=True)
              time.sleep(1000000)
          env:
            - @{fault.env}
            - { name: TABLE, value: '/etc/rates/@{fault.file}' }
          resources: { requests: { memory: 4Mi }, limits: { memory: '@{fault.memory}' } }
          volumeMounts: [{ name: settings, mountPath: /etc/rates }]
      volumes: [{ name: settings, configMap: { name: '@{app}-settings' } }]
---
apiVersion: v1
kind: Pod
metadata: { name: '@{busy}', namespace: '@{namespace}' }
spec:
  terminationGracePeriodSeconds: 2
  containers:
    - name: main
      image: busybox:1.36
      command: [sh, -c, 'for i in $(seq @{lines.every}); do echo "@{words.bad} main $i"; done; exec sleep 1000000']
    - name: '@{side}'
      image: busybox:1.36
      command:
        - sh
        - -c
        - |
          for i in $(seq @{lines.all}); do
            if [ $((i % @{lines.every})) -eq 0 ]; then echo "$i @{words.bad} parcel $((i * 7)) is late"; else echo "$i @{words.good} parcel $((i * 7)) is through"; fi
          done
          exec sleep 1000000
---
apiVersion: v1
kind: Pod
metadata: { name: '@{busy}-loader', namespace: '@{namespace}' }
spec:
  terminationGracePeriodSeconds: 2
  containers:
    - name: main
      image: busybox:1.36
      command:
        - sh
        - -c
        - |
          if [ -e /state/been ]; then echo "loading again"; exec sleep 1000000; fi
          touch /state/been
          echo "giving up: pallet @{code}7 lost"
          exit @{code}
      volumeMounts: [{ name: state, mountPath: /state }]
  volumes: [{ name: state, emptyDir: {} }]
YAML
kubectl get deployment @{app} -n @{namespace} -o json | jq -r '.spec.template.spec.containers[0].command[2]' > /opt/lab/@{app}.txt
sleep 45
