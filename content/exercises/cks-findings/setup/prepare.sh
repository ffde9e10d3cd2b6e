mkdir -p /opt/answers/findings /opt/work && chmod 777 /opt/answers/findings
curl -sL https://github.com/aquasecurity/trivy/releases/download/v0.67.2/trivy_0.67.2_Linux-64bit.tar.gz | tar -xzf - -C /usr/local/bin trivy
curl -sL https://github.com/controlplaneio/kubesec/releases/download/v2.14.2/kubesec_linux_amd64.tar.gz | tar -xzf - -C /usr/local/bin kubesec
kubectl create namespace @{namespace}
kubectl create deployment @{first} -n @{namespace} --image=@{fault.a}
kubectl create deployment @{second} -n @{namespace} --image=@{fault.b}
kubectl create deployment @{third} -n @{namespace} --image=@{fault.c} --replicas=2
kubectl create deployment @{fourth} -n @{namespace} --image=@{fault.d} --dry-run=client -o json |
  jq '.spec.template.spec.initContainers = [{name: "prepare", image: "@{fault.init}", command: ["sh", "-c", "true"]}]' | kubectl apply -f -
for name in @{first} @{second} @{third} @{fourth}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
cat > /opt/work/@{pod}.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: @{pod}
  namespace: @{namespace}
spec:
  hostPID: true
  containers:
    - name: main
      image: busybox:1.36
      command: [sh, -c, 'while true; do date > /spool/last && sleep 10; done']
      securityContext:
        @{fault.flaw}
      volumeMounts:
        - { name: spool, mountPath: /spool }
  volumes:
    - { name: spool, emptyDir: {} }
YAML
chmod 666 /opt/work/@{pod}.yaml
