mkdir -p /opt/answers/upgrade
chmod 777 /opt/answers/upgrade
release() { # NAME VERSION [FLAG…]
  helm upgrade --install "$1" podinfo --repo https://stefanprodan.github.io/podinfo --version "$2" -n @{namespace} --create-namespace "${@:3}"
}
release @{old} 6.7.1
release @{release} 6.8.0 --set replicaCount=2,ui.color='@{colour}'
release @{old} 6.7.1 --set ui.message=goodbye
release @{release} 6.8.0 --set replicaCount=2,ui.color='@{colour}',ui.message='@{before}'
for name in @{old} @{release}; do kubectl rollout status deployment/$name-podinfo -n @{namespace} --timeout=120s; done
release @{release} @{to} --set replicaCount=3,ui.color='@{colour}',ui.message='@{after}',@{fault.key}=@{fault.bad} --wait --timeout 20s || true
