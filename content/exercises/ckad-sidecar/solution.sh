cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{app}-logs
  namespace: @{namespace}
spec:
  storageClassName: @{class}
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: @{size.ask}
YAML
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - name: logs
          persistentVolumeClaim:
            claimName: @{app}-logs
      initContainers:
        - name: @{shipper}
          image: busybox:1.36
          restartPolicy: Always
          command: [tail, -n, "+1", -F, /var/log/@{app}/@{app}.log]
          volumeMounts:
            - name: logs
              mountPath: /var/log/@{app}
      containers:
        - name: @{app}
          volumeMounts:
            - name: logs
              mountPath: /var/log/@{app}
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 10
