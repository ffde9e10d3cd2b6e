cd /opt/work/old-api
sed -i -e '1s#.*#apiVersion: apps/v1#' -e '/rollbackTo:/,/revision:/d' -e 's#^  replicas: .*#&\n  selector: { matchLabels: { app: @{app}, tier: public } }#' @{app}.yaml
@{fault.edit}
kubectl create -f @{app}.yaml
kubectl explain @{kind.name} | sed -n -e 's/^GROUP: *//p' -e 's/^VERSION: *//p' | paste -sd/ > /opt/answers/old-api/version.txt
sleep 30
