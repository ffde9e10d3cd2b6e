cat > /opt/work/admission/@{app}.yaml <<'YAML'
@{fault.mended}
YAML
kubectl apply -f /opt/work/admission/@{app}.yaml
kubectl patch deployment @{tool} -n @{guarded} --patch '
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: @{ids.user}
        fsGroup: @{ids.files}
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: main
          securityContext:
            privileged: false
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: out
              mountPath: @{path}
      volumes:
        - name: out
          emptyDir: {}
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{tool} -n @{guarded} --timeout=120s
sleep 10
