mkdir -p /opt/work/kinds
install -d -m 0777 /opt/answers/kinds
kind() { # KIND PLURAL SINGULAR SCOPE
  kubectl apply -f - <<YAML
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: '$2.@{group}' }
spec:
  group: '@{group}'
  scope: $4
  names: { kind: $1, plural: $2, singular: $3 }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { length: { type: integer } } } } } }
YAML
}
kind @{odd.kind} @{odd.plural} @{odd.singular} Cluster
kind @{odd.other} @{odd.plural2} @{odd.singular2} Namespaced
kubectl apply -f - <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: 'ferries.@{group}' }
spec:
  group: '@{group}'
  scope: Namespaced
  names: { kind: Ferry, plural: ferries, singular: ferry, shortNames: [fy] }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { scale: { specReplicasPath: .spec.boats, statusReplicasPath: .status.boats } }
      additionalPrinterColumns:
        - { name: From, type: string, jsonPath: .spec.route.from }
        - { name: To, type: string, jsonPath: .spec.route.to }
        - { name: Boats, type: integer, jsonPath: .spec.boats }
      schema:
        openAPIV3Schema:
          type: object
          description: A ferry that goes to and fro between two landings.
          properties:
            spec:
              type: object
              description: What the ferry does.
              required: [route, seats, drive]
              properties:
                route:
                  type: object
                  description: Between which landings it goes.
                  required: [from, to]
                  properties:
                    from: { type: string, minLength: 1, description: The landing where the day begins. }
                    to: { type: string, minLength: 1, description: The landing on the other side. }
                seats: { type: integer, minimum: 1, maximum: 400, description: How many passengers a boat takes. }
                drive: { type: string, enum: [diesel, electric, sail], description: What moves the boats. }
                boats: { type: integer, minimum: 0, default: 1, description: How many boats there are. }
                intervalMinutes: { type: integer, minimum: 5, default: 60, description: How many minutes lie between two departures. }
            status:
              type: object
              properties: { boats: { type: integer } }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: Namespace
metadata: { name: southbank }
YAML
kubectl wait --for=condition=Established crd/ferries.@{group} --timeout=30s
ferry() { # NAMESPACE NAME DRIVE
  kubectl apply -f - <<YAML
apiVersion: @{group}/v1
kind: Ferry
metadata: { name: $2, namespace: $1 }
spec: { route: { from: Longstone, to: Reedham }, seats: 90, drive: $3, boats: 2, intervalMinutes: 45 }
YAML
}
ferry southbank kestrel @{drive.a}
ferry southbank merlin @{drive.b}
ferry default osprey @{drive.c}
ferry @{namespace} @{old} sail
ferry southbank raven sail
cat > /opt/work/kinds/@{name}.yaml <<'YAML'
apiVersion: @{group}/@{fault.version}
kind: Ferry
metadata:
  name: @{name}
  namespace: @{namespace}
spec:
  @{fault.route}
  @{fault.seats}
  drive: @{fault.drive}
  every: @{every}
YAML
chmod 777 /opt/work/kinds && chmod 666 /opt/work/kinds/*
