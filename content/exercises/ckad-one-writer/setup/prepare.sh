mkdir -p /opt/lab
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: '@{namespace}-@{app}' }
spec:
  capacity: { storage: 1Gi }
  accessModes: [@{fault.mode}]
  storageClassName: manual
  hostPath: { path: '/srv/@{app}', type: DirectoryOrCreate }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  accessModes: [@{fault.mode}]
  storageClassName: manual
  resources: { requests: { storage: 1Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  progressDeadlineSeconds: 40
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: main
          image: busybox:1.36
          env: [{ name: RELEASE, value: '@{release.old}' }]
          command:
            - sh
            - -c
            - |
              if [ -s /data/owner ] && [ "$(cat /data/owner)" != "$HOSTNAME" ]; then
                echo "$(cat /data/owner) has opened /data"
                exit 1
              fi
              echo "$HOSTNAME" > /data/owner
              echo "opened by $RELEASE" >> /data/history
              trap 'echo "closed by $RELEASE" >> /data/history; rm /data/owner; exit 0' TERM
              while true; do sleep 1; done
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: '@{app}' } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{other}', namespace: '@{namespace}' }
spec:
  replicas: 4
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  selector: { matchLabels: { app: '@{other}' } }
  template:
    metadata: { labels: { app: '@{other}' } }
    spec:
      containers: [{ name: web, image: 'nginx:1.27' }]
YAML
for name in @{app} @{other}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl get deployment @{app} -n @{namespace} -o json | jq -S '.spec.template.spec.containers[0].command' > /opt/lab/command.json
kubectl get pvc @{app} -n @{namespace} -o json | jq -c '[.metadata.uid, .spec.accessModes]' > /opt/lab/claim.json
kubectl set env deployment/@{app} -n @{namespace} RELEASE=@{release.new}
sleep 75
