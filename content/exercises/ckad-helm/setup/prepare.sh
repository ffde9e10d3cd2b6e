release() { # NAMESPACE NAME VERSION [FLAG…]
  helm upgrade --install "$2" podinfo --repo https://stefanprodan.github.io/podinfo --version "$3" -n "$1" --create-namespace "${@:4}"
}
release @{namespace} @{up} 6.8.0 --set replicaCount=2,ui.color='@{colour}'
release @{namespace} @{down} 6.8.0 --set replicaCount=2,ui.message='first opening'
@{old.others}
release @{old.namespace} @{old.name} 6.5.4
release @{namespace} @{down} 6.8.0 --set replicaCount=2,ui.message='second opening'
for name in @{up} @{down}; do kubectl rollout status deployment/$name-podinfo -n @{namespace} --timeout=120s; done
release @{namespace} @{down} 6.8.0 --reuse-values --set ui.message='third opening',@{fault.set}
sleep 5
