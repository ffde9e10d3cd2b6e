cd /opt/files/settings
kubectl create configmap @{config} -n @{namespace} --from-file=link.ini --from-file=angles.tab --from-literal=REGION=far-side
kubectl patch configmap @{config} -n @{namespace} -p '{"immutable": true}'
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=@{user} --from-literal=password=@{password}
kubectl patch secret @{secret} -n @{namespace} -p '{"immutable": true}'
kubectl patch deployment @{app} -n @{namespace} --patch-file=/dev/stdin <<'YAML'
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: REGION
              valueFrom:
                configMapKeyRef:
                  name: @{config}
                  key: REGION
            - name: LINK_USER
              valueFrom:
                secretKeyRef:
                  name: @{secret}
                  key: user
            - name: LINK_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: @{secret}
                  key: password
          volumeMounts:
            - name: link
              mountPath: @{directory}
            - name: angles
              mountPath: /etc/nginx/angles.tab
              subPath: angles.tab
      volumes:
        - name: link
          configMap:
            name: @{config}
            items:
              - key: link.ini
                path: settings.ini
        - name: angles
          configMap:
            name: @{config}
YAML
kubectl patch deployment @{other} -n @{namespace} --type=json -p '@{fault.mend}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
