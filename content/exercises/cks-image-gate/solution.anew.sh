# Files of one's own in another directory, the plugin's settings within the first.
mkdir -p /etc/kubernetes/judge
cp /etc/kubernetes/@{directory}/ca.crt /etc/kubernetes/judge/
kubectl config --kubeconfig=/etc/kubernetes/judge/kubeconfig set-cluster judge --server=https://@{controlplane}:@{port}/@{path} --certificate-authority=/etc/kubernetes/judge/ca.crt --embed-certs
kubectl config --kubeconfig=/etc/kubernetes/judge/kubeconfig set-context judge --cluster=judge --user=nobody
kubectl config --kubeconfig=/etc/kubernetes/judge/kubeconfig use-context judge
cat > /etc/kubernetes/judge/config.yaml <<'YAML'
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ImagePolicyWebhook
    configuration:
      imagePolicy: { kubeConfigFile: /etc/kubernetes/judge/kubeconfig, allowTTL: @{ttl.seconds}, denyTTL: 10, retryBackoff: 500, defaultAllow: false }
YAML
sed -i -e 's|--enable-admission-plugins=|&ImagePolicyWebhook,|' -e 's|^    - kube-apiserver$|&\n    - --admission-control-config-file=/etc/kubernetes/judge/config.yaml|' \
  -e 's|^    volumeMounts:$|&\n    - { name: judge, mountPath: /etc/kubernetes/judge, readOnly: true }|' \
  -e 's|^  volumes:$|&\n  - { name: judge, hostPath: { path: /etc/kubernetes/judge, type: Directory } }|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz; do sleep 5; done
