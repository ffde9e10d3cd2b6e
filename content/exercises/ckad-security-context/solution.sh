kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - { name: cache, emptyDir: {} }
      containers:
        - name: main
          securityContext:
            runAsUser: @{ids.user}
            runAsGroup: @{ids.group}
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
          volumeMounts:
            - name: cache
              mountPath: /var/cache/@{app}
'
kubectl patch deployment @{tool} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/securityContext", "value": {"capabilities": {"drop": ["ALL"], "add": ["@{capability.name}"]}}}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{tool} -n @{namespace} --timeout=120s
sleep 5
