@{fault.mend}
sed -i 's/defaultAllow: true/defaultAllow: false/; s/allowTTL: .*/allowTTL: @{ttl.seconds}/' /etc/kubernetes/@{directory}/policy.yaml
cat > /etc/kubernetes/@{directory}/plugins.yaml <<'YAML'
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ImagePolicyWebhook
    path: policy.yaml
YAML
sed -i 's/--enable-admission-plugins=.*/&,ImagePolicyWebhook/' /etc/kubernetes/manifests/kube-apiserver.yaml
yq -i '.spec.containers[0].command += "--admission-control-config-file=/etc/kubernetes/@{directory}/plugins.yaml"
  | .spec.containers[0].volumeMounts += {"name": "image-policy", "mountPath": "/etc/kubernetes/@{directory}", "readOnly": true}
  | .spec.volumes += {"name": "image-policy", "hostPath": {"path": "/etc/kubernetes/@{directory}", "type": "Directory"}}' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 45
until kubectl get --raw /readyz; do sleep 5; done
sleep 10
