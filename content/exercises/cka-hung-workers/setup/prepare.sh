mkdir -p /opt/files/hung
cat > /opt/files/hung/job.yaml <<'YAML'
apiVersion: batch/v1
kind: Job
metadata:
  name: @{job}
  namespace: @{namespace}
spec:
  template:
    spec:
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, exit $CODE]
          env:
            - name: CODE
              valueFrom:
                configMapKeyRef:
                  name: @{job}
                  key: code
YAML
chmod -R a+rwX /opt/files
sleep 60
