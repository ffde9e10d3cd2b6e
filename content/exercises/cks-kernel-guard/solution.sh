ssh @{node1} cp /opt/profiles/apparmor /etc/apparmor.d/@{profile}
ssh @{node1} apparmor_parser -r /etc/apparmor.d/@{profile}
ssh @{node1} mkdir -p /var/lib/kubelet/seccomp
ssh @{node1} cp /opt/profiles/@{filter.file}.json /var/lib/kubelet/seccomp/
cat > /tmp/apparmor.yaml <<'YAML'
spec:
  template:
    spec:
      securityContext:
        appArmorProfile:
          type: Localhost
          localhostProfile: @{profile}
YAML
cat > /tmp/seccomp.yaml <<'YAML'
spec:
  template:
    spec:
      securityContext:
        seccompProfile:
          type: Localhost
          localhostProfile: @{filter.file}.json
YAML
kubectl patch deployment @{app} -n @{namespace} --patch-file /tmp/apparmor.yaml
kubectl patch deployment @{other} -n @{namespace} --patch-file /tmp/seccomp.yaml
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
sleep 10
