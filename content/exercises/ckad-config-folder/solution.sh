cd /opt/work/folder/conf
kubectl create configmap @{config} -n @{namespace} --from-file=site.conf --from-file=answer.inc --from-file=limits.ini
kubectl patch configmap @{config} -n @{namespace} -p '{"immutable": true}'
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: web
          volumeMounts:
            - name: server
              mountPath: /etc/nginx/conf.d
            - name: rules
              mountPath: /etc/@{app}
      volumes:
        - name: server
          configMap:
            name: @{config}
            defaultMode: 0@{mode}
            items:
              - key: site.conf
                path: site.conf
              - key: answer.inc
                path: answer.inc
        - name: rules
          configMap:
            name: @{config}
            defaultMode: 0@{mode}
            items:
              - key: limits.ini
                path: rules.ini
'
kubectl rollout resume deployment/@{other} -n @{namespace}
kubectl rollout restart deployment/@{other} -n @{namespace}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=120s
sleep 5
